"""Boxes whose lengths are all given: no percentages to resolve, nothing behind their words."""

from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.percent import resolve_percentages

_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"{bound}{length}" for bound in ("", "min_", "max_") for length in ("width", "height")),
)
_CORNERS = [f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")]
_BARE = dict.fromkeys(_CORNERS, (0, 0)) | {"background": None}
_resolve, _lay_behind, _flows = resolve_percentages, layout_box_backgrounds, Box.is_in_normal_flow


def resolve(box: Any, containing_block: Any) -> None:
    """Stand in for `resolve_percentages`: give a box its lengths at once where its style knows them all."""
    kept = box.style.__dict__.get("kept") if isinstance(box, Box) else None
    if kept is not None:
        if "lengths" not in kept.__dict__:
            kept.lengths = _lengths(kept)
        if kept.lengths:
            box.__dict__.update(kept.lengths)
            return
    _resolve(box, containing_block)


def lay_behind(page: Any, box: Any, image: Any, layout_children: bool = True, style: Any = None) -> None:  # noqa: FBT001, FBT002  # as called
    """Stand in for `layout_box_backgrounds`: pass by boxes with nothing behind them."""
    kept = box.style.__dict__.get("kept") if style is None and box is not page and isinstance(box, Box) else None
    if kept is not None and layout_children:
        if "bare" not in kept.__dict__:
            kept.bare = _is_bare(kept)
        if kept.bare:
            box.__dict__.update(_BARE)
            for child in box.all_children():
                lay_behind(page, child, image)
            return
    _lay_behind(page, box, image, layout_children, style)


def is_in_normal_flow(box: Any) -> bool:
    """Stand in for `Box.is_in_normal_flow`: answer first what is nearly always so."""
    style = box.style
    return (style["float"] == "none" and style["position"] == "static") or bool(_flows(box))


def _lengths(style: Any) -> dict[str, Any]:
    """Return every length that `resolve_percentages` would set, or nothing where one depends on the box around."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return {}
    lengths: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            lengths[name] = 0 if name.startswith("min_") else "auto"
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return {}
    borders = [f"border_{side}_width" for side in ("top", "right", "bottom", "left")]
    return lengths | {name: style[name] for name in borders}


def _is_bare(style: Any) -> bool:
    return bool(
        all((0, "px") in style[corner] for corner in _CORNERS)
        and all(style[name][0] == "none" for name in ("border_image_source", "mask_border_source"))
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and get_color(style, "background_color").alpha == 0
    )
