"""What can a program ask over HTTP?

Routes under ``/api/v1``; they answer what analytics and the store say and compute nothing.
"""
