"""The topics of the Barcelona plan, written in Catalan and in Spanish, as one list."""

from __future__ import annotations

from types import MappingProxyType

from involvement.formats.importers.cells import Names

COMMON = MappingProxyType(
    {
        "Acció comunitària": "Acción comunitaria",
        "Administració intel·ligent i inclusiva": (
            "Administración inteligente e inclusiva"
        ),
        "Autonomia personal": "Autonomía personal y reconocimiento de los cuidados",
        "Cicles de vida": "Ciclos de vida",
        "Ciutat d’acollida": "Ciudad de acogida",
        "Convivència i seguretat": "Convivencia y seguridad",
        "Defensa i protecció dels Drets Humans": (
            "Defensa y protección de los derechos humanos"
        ),
        "Desenvolupament i economia de proximitat": (
            "Desarrollo y economía de proximidad"
        ),
        "Economia cooperativa, social i solidària": (
            "Economía cooperativa social y solidaria"
        ),
        "Educació i coneixement": "Educación y conocimiento",
        "Eficiència i professionalitat": "Eficiencia y profesionalidad",
        "Energia i canvi climàtic": "Energía y cambio climático",
        "Equitat de gènere i diversitat sexual": (
            "Equidad de género y diversidad sexual"
        ),
        "Esports": "Deportes",
        "Govern transparent i rendició de comptes": (
            "Gobierno transparente y rendición de cuentas"
        ),
        "Habitatge": "Vivienda",
        "Justícia global": "Justicia global",
        "Justícia social": "Justicia social",
        "Medi ambient i espai públic": "Medio ambiente y espacio público",
        "Migració, interculturalitat i discriminació zero": (
            "Migración interculturalidad y discriminación cero"
        ),
        "Mobilitat sostenible": "Movilidad sostenible",
        "Ocupació de qualitat": "Empleo de calidad",
        "Participació ciutadana": "Participación ciudadana",
        "Sanitat i salut": "Sanidad y salud",
        "Turisme sostenible": "Turismo sostenible",
        "Un nou lideratge públic": "Un nuevo liderazgo público",
        "Urbanisme per als barris": "Urbanismo para los barrios",
        "Verd urbà i biodiversitat": "Verde urbano y biodiversidad",
    }
)
"""Catalan topic to the Spanish one; those spelled alike are left out."""


def common(topic: str) -> str:
    """The topic in Spanish; one that is not known stays as it is.

    Example:
        >>> common("Sanitat  i salut "), common("Cultura")
        ('Sanidad y salud', 'Cultura')
    """
    plain = " ".join(topic.split())
    return COMMON.get(plain, plain)


class Areas:
    """Topics as areas, each once, whichever language the file writes it in."""

    def __init__(self) -> None:
        """Start with no area."""
        self.items: list[dict[str, str]] = []
        self._names = Names()
        self._known: set[str] = set()

    def of(self, topic: str) -> str:
        """The id of the area a topic is."""
        title = common(topic)
        found = self._names.of("area", title)
        if found not in self._known:
            self._known.add(found)
            self.items.append({"id": found, "title": title})
        return found
