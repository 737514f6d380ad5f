class ExtType:
    pass


class Timestamp:
    pass
