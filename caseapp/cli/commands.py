"""Every command, in the order of the help."""

from caseapp.cli import (
    autotest,
    demo,
    exporter,
    importer,
    initialiser,
    liste,
    rapport,
    restaurer,
    sauvegarder,
    statistiques,
    verifier,
)

COMMANDS = (
    initialiser.COMMAND,
    demo.COMMAND,
    importer.COMMAND,
    statistiques.COMMAND,
    liste.COMMAND,
    rapport.COMMAND,
    exporter.COMMAND,
    verifier.COMMAND,
    sauvegarder.COMMAND,
    restaurer.COMMAND,
    autotest.COMMAND,
)
