"""Places on a page: from the file's coordinates to points from the left and the top of the page as it is read."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the file's coordinates, which begin at the bottom left."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's box, and how many quarter turns anticlockwise most of its text is turned in it."""

    box: Box
    turn: int = 0

    @property
    def width(self) -> float:
        """The width of the page as it is read, in points."""
        x0, y0, x1, y1 = self.box
        return max(y1 - y0 if self.turn % 2 else x1 - x0, 1.0)

    @property
    def height(self) -> float:
        """The height of the page as it is read, in points."""
        x0, y0, x1, y1 = self.box
        return max(x1 - x0 if self.turn % 2 else y1 - y0, 1.0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the file's in points from the left and the top."""
        x0, y0, x1, y1 = self.box
        match self.turn:
            case 0:
                return x - x0, y1 - y
            case 1:
                return y - y0, x - x0
            case 2:
                return x1 - x, y - y0
            case _:
                return y1 - y, x1 - x

    def span(self, bounds: Box) -> Box:
        """Return left, top, right, bottom of a box of the file's (left, bottom, right, top)."""
        (x0, y0), (x1, y1) = self.point(bounds[0], bounds[1]), self.point(bounds[2], bounds[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
