"""An address as a picture that a telephone reads, drawn on this machine."""

from io import BytesIO

import segno
from fastapi.responses import Response

_QUIET_ZONE = 2


def qr_picture(address: str) -> Response:
    """An SVG of black on white, with the rim that readers need; scaled by whoever shows it."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=_QUIET_ZONE, light="white", xmldecl=False, omitsize=True
    )
    return Response(drawn.getvalue(), media_type="image/svg+xml")
