"""Does every number in the picture of reasons have room, and is every sum told?"""

from __future__ import annotations

from dashboard.figures.reasons import ReasonBar, reasons_figure


def drawn(*bars: ReasonBar, whole: int):
    return reasons_figure(bars, whole=whole, names=("a", "b", "c", "d"), reason_axis="", units_axis="")


def test_a_number_without_room_in_its_part_is_left_to_the_tooltip_and_the_sum_stands() -> None:
    """14,245 / 33,000 take 15 signs: 105.5 of 360 pixels; 511 of 14,245 has 9 pixels, 12,361 has 220."""
    figure = drawn(ReasonBar("党员不足", (511, 1373, 12361), 0, ""), whole=33000)
    assert [list(bar.text) for bar in figure.data] == [[""], [""], ["12,361"], [""]]
    assert [list(bar.x) for bar in figure.data] == [[511], [1373], [12361], [0]]
    assert figure.layout.annotations[0].text == "<b>14,245</b> / 33,000"
    assert round(figure.layout.xaxis.range[1] / 14245, 3) == round(360 / (360 - 105.5), 3)


def test_few_units_are_all_numbered() -> None:
    figure = drawn(ReasonBar("党员不足", (3, 8, 12), 4, ""), ReasonBar("未填", (0, 1, 2), 0, ""), whole=30)
    assert [list(bar.text) for bar in figure.data] == [["3", ""], ["8", "1"], ["12", "2"], ["4", ""]]
