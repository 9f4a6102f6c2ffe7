"""The product's own small set of icons: drawn on a 20 by 20 grid, stroked in the colour of the text."""

# Each is the inside of an <svg class="icon" viewBox="0 0 20 20">; base.css gives stroke and width.
ICONS = {
    "add": '<path d="M10 4v12M4 10h12"/>',
    "advocacy": '<path d="M3.5 8.2v3.6l2.5.4L14 16V4L6 7.8zM6.2 12.2l.9 4.3h2l-.8-3.3M16.6 8.4v3.2"/>',
    "back": '<path d="M12.5 4.5 7 10l5.5 5.5"/>',
    "body": '<path d="M3 17h14M4.5 17V8.5M15.5 17V8.5M8.2 17V8.5M11.8 17V8.5M3 8.5 10 3.5l7 5z"/>',
    "calendar": '<path d="M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3"/>',
    "cancel": '<path d="m5 5 10 10M15 5 5 15"/>',
    "check": '<path d="m4 10.5 4 4 8-9"/>',
    "copy": '<path d="M7 7h9.5v9.5H7zM4 13H3.5V3.5H13V4"/>',
    "diversity": (
        '<circle cx="10" cy="6.9" r="3.6"/><circle cx="7.3" cy="12.3" r="3.6"/>'
        '<circle cx="12.7" cy="12.3" r="3.6"/>'
    ),
    "document": '<path d="M5 2.5h6.5L15.5 7v10.5H5zM11.5 2.5V7h4M7.5 10.5h5M7.5 13.5h5"/>',
    "down": '<path d="M4.5 7.5 10 13l5.5-5.5"/>',
    "download": '<path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13"/>',
    "edit": '<path d="m4 16 .8-3.5 8.7-8.7 2.7 2.7-8.7 8.7z"/>',
    "euro": '<path d="M14.5 5.6a5.5 5.5 0 1 0 0 8.8M3 8.6h8M3 11.4h7"/>',
    "filter": '<path d="M3 5h14M6 10h8M8.5 15h3"/>',
    "flag": '<path d="M5 17.5V3.5h9.5l-2.2 3.3 2.2 3.3H5"/>',
    "globe": (
        '<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c2.6 2 2.6 12 0 14M10 3c-2.6 2-2.6 12 0 14"/>'
    ),
    "hand": (
        ""
        '<path d="M3 12.5h3l3.5-2h3.2a1.4 1.4 0 0 1 0 2.8H9.5M6 16.5h6.5l4.5-4M10 2.8v5M7.8 5.6 10 7.8l2.2-2.2"/>'
    ),
    "history": '<path d="M4 10a6.5 6.5 0 1 0 2-4.6L4 7.3M4 3.5v3.8h3.8M10.5 6.5V10l2.5 2"/>',
    "home": '<path d="M3.5 9.5 10 4l6.5 5.5M5.5 8.5v8h9v-8"/>',
    "info": '<circle cx="10" cy="10" r="7.2"/><path d="M10 9.2v4.6M10 6.2v.6"/>',
    "lamp": '<path d="M7.5 13.5c0-1.6-2.3-2.8-2.3-5.7a4.8 4.8 0 0 1 9.6 0c0 2.9-2.3 4.1-2.3 5.7zM7.8 16.5h4.4"/>',
    "late": '<path d="M10 2.8 18 16.8H2zM10 8v4M10 14.2v.6"/>',
    "lock": '<path d="M5 9.5h10v7.5H5zM7 9.5V6.5a3 3 0 0 1 6 0v3"/>',
    "mail": '<path d="M3 5h14v10.5H3zM3 5.5l7 5.5 7-5.5"/>',
    "map": '<path d="M3 5.5 7.7 3.5l4.6 2 4.7-2v11l-4.7 2-4.6-2L3 16.5zM7.7 3.5v11M12.3 5.5v11"/>',
    "meeting": (
        '<path d="M2.5 12h15M4.5 12v4.5M15.5 12v4.5"/><circle cx="5" cy="7.6" r="1.8"/>'
        '<circle cx="10" cy="6" r="1.8"/><circle cx="15" cy="7.6" r="1.8"/>'
    ),
    "member": '<circle cx="7" cy="10" r="4"/><circle cx="13" cy="10" r="4"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "minus": '<path d="M4 10h12"/>',
    "next": '<path d="M7.5 4.5 13 10l-5.5 5.5"/>',
    "partners": (
        '<circle cx="10" cy="4.8" r="2"/><circle cx="4.8" cy="14.8" r="2"/>'
        '<circle cx="15.2" cy="14.8" r="2"/><path d="M9.1 6.6 5.7 13M10.9 6.6l3.4 6.4M6.8 14.8h6.4"/>'
    ),
    "paused": '<circle cx="10" cy="10" r="7.2"/><path d="M8 7.2v5.6M12 7.2v5.6"/>',
    "person": '<circle cx="10" cy="6.8" r="3.3"/><path d="M3.8 17c.6-3.6 3-5.4 6.2-5.4s5.6 1.8 6.2 5.4"/>',
    "pin": '<path d="M10 17.5c3.6-3.7 5.5-6.6 5.5-9a5.5 5.5 0 0 0-11 0c0 2.4 2 5.3 5.5 9z"/><path d="M8.5 8.5h3"/>',
    "plan": (
        '<path d="M4.5 4h11v13h-11zM7.5 2.5h5V5h-5z"/>'
        '<path d="m6.8 9 1 1 1.6-2M11.6 9h1.8M6.8 13l1 1 1.6-2M11.6 13h1.8"/>'
    ),
    "print": '<path d="M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z"/>',
    "publish": (
        '<path d="M10 12.4v5.1M6.6 9a4.6 4.6 0 0 1 6.8 0M4 6.2a8.4 8.4 0 0 1 12 0"/>'
        '<circle cx="10" cy="11.1" r="1.3"/>'
    ),
    "question": (
        '<circle cx="10" cy="10" r="7.2"/>'
        '<path d="M7.9 8a2.2 2.2 0 1 1 3.2 2c-.8.4-1.1.8-1.1 1.6M10 13.6v.6"/>'
    ),
    "quick": '<path d="M11 2.5 5 11.5h4.5L9 17.5l6-9h-4.5z"/>',
    "quote": '<path d="M8.5 6c-3 .6-4.5 2.6-4.5 5.5V14h4v-4H6M16.5 6c-3 .6-4.5 2.6-4.5 5.5V14h4v-4h-2"/>',
    "reception": '<path d="M6 3h8l-.6 4.4a3.4 3.4 0 0 1-6.8 0zM10 10.6v6.2M7 16.8h6"/>',
    "report": '<path d="M4 16.5h12.5M5.5 14V9.5M9.8 14V5M14 14v-6.5"/>',
    "ruling": '<path d="M10 3v13.5M6.5 16.5h7M4 6h12M4 6l-2 5h4zM16 6l-2 5h4z"/>',
    "search": '<circle cx="8.7" cy="8.7" r="5.2"/><path d="m12.6 12.6 4.2 4.2"/>',
    "section": (
        '<path d="M12.5 6a2.5 2 0 0 0-5 0c0 3 5.5 2.6 5.5 5.4a2.3 2.2 0 0 1-2.5 2.1M7.5 14a2.5 2 0 '
        '0 0 5 0c0-3-5.5-2.6-5.5-5.4a2.3 2.2 0 0 1 2.5-2.1"/>'
    ),
    "settings": (
        '<path d="M3 6.5h8M15 6.5h2M3 13.5h2M9 13.5h8"/><circle cx="13" cy="6.5" r="2"/>'
        '<circle cx="7" cy="13.5" r="2"/>'
    ),
    "speech": '<path d="M3.5 4h13v9H9l-4 3.5V13H3.5z"/>',
    "star": '<path d="m10 3 2.1 4.6 5 .6-3.7 3.4 1 4.9L10 14l-4.4 2.5 1-4.9-3.7-3.4 5-.6z"/>',
    "stop": '<circle cx="10" cy="10" r="7.2"/><path d="m5 5 10 10"/>',
    "suitcase": '<path d="M3 7h14v9.5H3zM7.5 7V4.5h5V7"/>',
    "theme": (
        '<circle cx="10" cy="10" r="7.2"/><path d="M10 2.8v14.4a7.2 7.2 0 0 0 0-14.4z" fill="currentColor"/>'
    ),
    "up": '<path d="M4.5 12.5 10 7l5.5 5.5"/>',
    "visit": '<path d="M3.5 16.5h13M5.5 16.5v-9h9v9M8 7.5V5h4v2.5M5.5 11.5h9"/>',
    "waiting": '<circle cx="10" cy="10" r="7.2"/><path d="M10 6v4.2l2.8 1.8"/>',
    "warning": '<circle cx="10" cy="10" r="7.2"/><path d="M10 6v5M10 13.4v.6"/>',
}
