"""The few drawings there are: outlines on a grid of twenty, drawn for Pulih, and the status shapes."""

from pulih.rules.measuring import Due

OUTLINES = {
    "today": '<rect x="3" y="4.5" width="14" height="12.5" rx="1.5"/><path d="M3 8.5h14M7 2.5v3.5M13 2.5v3.5M7 12.7l2 2 4-4"/>',
    "people": '<circle cx="7.5" cy="7" r="3"/><path d="M2 17c.4-3.6 2.600-5.500 5.500-5.500S12.600 13.400 13 17M13 4.300a3 3 0 0 1 0 5.500M15 11.800c1.800.8 2.800 2.600 3 5.200"/>',
    "import": '<path d="M10 3v9M6.500 8.500 10 12l3.500-3.500M3.500 13.500V17h13v-3.500"/>',
    "question": '<circle cx="10" cy="10" r="7.500"/><path d="M7.800 7.800a2.200 2.200 0 1 1 3.200 2c-.7.400-1 .8-1 1.600M10 14h.01"/>',
    "organisations": '<path d="M3 17V6.500l7-3.500 7 3.500V17M3 17h14M7 17v-4h6v4M7 9h.01M10 9h.01M13 9h.01"/>',
    "staff": '<rect x="3" y="4" width="14" height="12" rx="1.500"/><circle cx="8" cy="9" r="1.800"/><path d="M5.200 13.500c.4-1.600 1.400-2.300 2.800-2.300s2.400.7 2.800 2.300M13 8h2M13 11h2"/>',
    "audit": '<path d="M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500M7.500 10h5M7.500 13h5"/>',
    "read": '<path d="M2 10c2-3.700 4.700-5.500 8-5.500s6 1.800 8 5.500c-2 3.700-4.700 5.500-8 5.500S4 13.700 2 10z"/><circle cx="10" cy="10" r="2.300"/>',
    "refusal": '<circle cx="10" cy="10" r="7.200"/><path d="M5 5l10 10"/>',
    "break-glass": '<path d="M10 2.800 18 17H2zM10 8v4M10 14.500h.01"/>',
    "seal": '<circle cx="10" cy="8" r="5"/><path d="M7 12.200 6 18l4-2 4 2-1-5.800"/>',
    "search": '<circle cx="9" cy="9" r="5.500"/><path d="M13.200 13.200 17 17"/>',
    "down": '<path d="M4.500 7.500 10 13l5.500-5.500"/>',
    "right": '<path d="M7.500 4.500 13 10l-5.500 5.500"/>',
    "menu": '<path d="M3 5.500h14M3 10h14M3 14.500h14"/>',
    "lock": '<rect x="4" y="9" width="12" height="8.500" rx="1.500"/><path d="M6.500 9V6.500a3.500 3.500 0 0 1 7 0V9"/>',
    "connected": '<path d="M3 8a10 10 0 0 1 14 0M5.800 11a6 6 0 0 1 8.400 0M10 15h.01"/>',
    "info": '<circle cx="10" cy="10" r="7.500"/><path d="M10 9v5M10 6.300h.01"/>',
    "tick": '<path d="M4 10.500 8.200 15 16 5.500"/>',
    "print": '<path d="M6 8V3h8v5M6 14H3.500V8h13v6H14M6 12h8v5H6z"/>',
    "download": '<path d="M10 3v9M6.500 8.500 10 12l3.500-3.500M4 16.500h12"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "programmes": '<path d="M3 15V9M8 15V5M13 15v-4M17.500 15V7M2 17.500h17"/>',
    "pathways": '<path d="M7 5h10M7 10h10M7 15h10"/><path d="M3 5h.01M3 10h.01M3 15h.01" stroke-width="2.600"/>',
    "clinic": '<path d="M8 2.500h4M8.800 2.500v5L4.400 15.300a1.500 1.500 0 0 0 1.300 2.200h8.600a1.500 1.500 0 0 0 1.300-2.200L11.200 7.500v-5M6.300 12h7.400"/>',
    "instruments": '<rect x="4" y="2.5" width="12" height="15" rx="1.5"/><path d="M7 6.500h1.500M10.500 6.500H13M7 10h1.500M10.500 10H13M7 13.500h1.500M10.500 13.500H13"/>',
    "tasks": '<path d="M3.500 6l1.500 1.500L7.500 4.500M3.500 13l1.500 1.500 2.500-3M10.500 6.500h6.500M10.500 13.500h6.500"/>',
    "report": '<path d="M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500M8 14v-3M10.200 14V9.500M12.500 14v-2"/>',
    "opening": '<path d="M4.500 17.500v-15M4.500 3.500h10.500l-2.500 3.500 2.500 3.500H4.500"/>',
    "target": '<circle cx="10" cy="10" r="7.200"/><circle cx="10" cy="10" r="3.400"/><path d="M10 10h.01"/>',
    "transfer": '<path d="M3 7h12.500M12 3.500 15.500 7 12 10.500M17 13H4.500M8 9.500 4.500 13 8 16.500"/>',
    "close": '<path d="M5 5l10 10M15 5 5 15"/>',
}

SHAPES = {
    "not-started": '<circle cx="7" cy="7" r="5.300" fill="none" stroke="currentColor" stroke-width="1.300"/>',
    "running": '<circle cx="7" cy="7" r="5.300" fill="none" stroke="currentColor" stroke-width="1.300"/><path d="M7 1.700a5.300 5.300 0 0 1 0 10.600z" fill="currentColor"/>',
    "due": '<circle cx="7" cy="7" r="5.300" fill="none" stroke="currentColor" stroke-width="1.500"/><path d="M7 4v3.200l2 1.300" fill="none" stroke="currentColor" stroke-width="1.400" stroke-linecap="round"/>',
    "late": '<path d="M7 .8 13.200 7 7 13.200.8 7z" fill="currentColor"/><path d="M7 4v3.600M7 9.800h.01" stroke="var(--color-base-100)" stroke-width="1.500" stroke-linecap="round"/>',
    "done": '<circle cx="7" cy="7" r="6" fill="currentColor"/><path d="M4.200 7.200 6.200 9.200 9.900 5.200" stroke="var(--color-base-100)" stroke-width="1.600" fill="none" stroke-linecap="round" stroke-linejoin="round"/>',
    "suspended": '<path d="M4.500 2.500v9M9.500 2.500v9" stroke="currentColor" stroke-width="2.200"/>',
    "left": '<circle cx="7" cy="7" r="5.300" fill="none" stroke="currentColor" stroke-width="1.300"/><path d="M3.300 10.700 10.700 3.300" stroke="currentColor" stroke-width="1.300"/>',
    "positive": '<rect x="1.500" y="1.500" width="11" height="11" rx="1.500" fill="currentColor"/><path d="M7 4v6M4 7h6" stroke="var(--color-base-100)" stroke-width="1.500" stroke-linecap="round"/>',
    "waiting": '<circle cx="7" cy="7" r="5.300" fill="none" stroke="currentColor" stroke-width="1.300" stroke-dasharray="2.200 2"/>',
    "not-needed": '<path d="M3 7h8" stroke="currentColor" stroke-width="1.600" stroke-linecap="round"/>',
}

TONES = {
    "not-started": "off",
    "running": "",
    "due": "due",
    "late": "late",
    "done": "ok",
    "suspended": "",
    "left": "off",
    "positive": "late",
    "waiting": "off",
    "not-needed": "off",
}

DUE_SHAPES = {
    Due.NOT_YET: "not-started",
    Due.DUE: "due",
    Due.LATE: "late",
    Due.DONE: "done",
    Due.MISSED: "left",
    Due.NOT_NEEDED: "not-needed",
}
"""How a measurement of the plan stands, as a shape."""
