"""Which stores are there? One module each; nothing is imported here, so only the driver that is used is loaded."""
