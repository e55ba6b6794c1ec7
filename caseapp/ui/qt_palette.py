"""The theme's colours as Qt's palette, and the system's palette as the theme's colours."""

from PySide6.QtGui import QColor, QPalette

from caseapp.reports.palette import Palette, mix


def qt_palette(palette: Palette) -> QPalette:
    """Return the same colours for what Qt draws without the style sheet."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.fond, role.WindowText: palette.texte, role.Base: palette.surface,
        role.AlternateBase: palette.surface_2, role.Text: palette.texte, role.Button: palette.surface,
        role.ButtonText: palette.texte, role.BrightText: palette.danger, role.Highlight: palette.accent,
        role.HighlightedText: palette.texte_sur_accent, role.Accent: palette.accent,
        role.Link: palette.accent, role.LinkVisited: palette.accent, role.ToolTipBase: palette.surface,
        role.ToolTipText: palette.texte,
        role.PlaceholderText: palette.discret, role.Mid: palette.bord, role.Midlight: palette.surface_2,
        role.Light: palette.surface, role.Dark: palette.bord, role.Shadow: palette.bord,
    }  # fmt: skip
    made = QPalette()
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    faded = QColor(mix(palette.discret, palette.surface, 0.7))
    for name in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, faded)
    return made


def system_palette(system: QPalette) -> Palette:
    """Return the tokens of the system's high contrast, where only its own colours may be used."""
    role = QPalette.ColorRole

    def name(of: QPalette.ColorRole) -> str:
        return system.color(of).name().upper()

    text, strong = name(role.WindowText), name(role.Highlight)
    return Palette(
        fond=name(role.Window), surface=name(role.Base), surface_2=name(role.Base), bord=text, texte=text,
        discret=text, accent=strong, texte_sur_accent=name(role.HighlightedText), succes=text, attention=text,
        danger=text, parentalite=text, logement=text, insertion=text,
    )  # fmt: skip
