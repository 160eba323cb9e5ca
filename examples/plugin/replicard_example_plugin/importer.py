"""Settings that the training script of a laboratory leaves behind, as `lab-settings.ini`."""

import configparser

from replicard.importers import (
    Content,
    Harvest,
    Head,
    Importer,
    Key,
    UnreadableSourceError,
    facts_of_keys,
    unknown_keys,
)

_KEYS = {
    "epochs": Key("training.hyperparameters.epochs"),
    "batch": Key("training.hyperparameters.batch_size"),
    "rate": Key("training.hyperparameters.learning_rate"),
}


def _recognise(head: Head) -> bool:
    return head.name == "lab-settings.ini" and b"[training]" in head.start


def _read(content: Content) -> Harvest:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(content.data.decode("utf-8"))
    except (UnicodeDecodeError, configparser.Error) as error:
        raise UnreadableSourceError("is no INI file in UTF-8") from error
    values = dict(parser["training"]) if parser.has_section("training") else {}
    return Harvest(facts_of_keys(values, _KEYS), unknown=unknown_keys(values, _KEYS))


IMPORTER = Importer(
    "settings of the example laboratory",
    _recognise,
    _read,
    takes="epochs, batch size, learning rate",
)
