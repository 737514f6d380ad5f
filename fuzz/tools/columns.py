"""A table for a terminal."""


def in_columns(rows):
    """The lines of |rows| of words, the first of which is the head. What looks like a
    number stands to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    right = [
        all(cell[:1].isdigit() or not cell for cell in column[1:])
        for column in zip(*rows)
    ]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(row, widths, right)
        ).rstrip()
        for row in rows
    )
