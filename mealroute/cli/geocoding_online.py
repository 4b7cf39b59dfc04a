"""Ask online services for addresses: warn first, never ask twice, and remember who refused."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mealroute.cli.output import say
from mealroute.domain import GeocodeMatch
from mealroute.errors import ArgumentError, TravelError
from mealroute.files import AnswerFile
from mealroute.language import gettext as _
from mealroute.settings import SETTINGS_FILE, GeocodingSettings
from mealroute.travel.geocode.address import Address
from mealroute.travel.geocode.chain import Ask
from mealroute.travel.geocode.online import (
    KEY_VARIABLES,
    OnlineService,
    RefusedQueryError,
    open_services,
    sent_text,
)


@dataclass(frozen=True, slots=True)
class Refusals:
    """What services said no with, and the addresses that they could not be asked for."""

    told: list[str] = field(default_factory=list)
    unasked: set[str] = field(default_factory=set)


def online_asks(settings: GeocodingSettings, kept: AnswerFile, refusals: Refusals) -> Sequence[Ask]:
    """Make the services of the settings ready, each to be asked only what nobody asked before.

    Raises
    ------
    ArgumentError
        When the settings name none, or a key is missing.
    """
    if not settings.services:
        raise ArgumentError(
            _(
                "--online: no service to ask, expected some in [geocoding] services of {file}"
            ).format(file=SETTINGS_FILE)
        )
    keys = {name: os.environ.get(name, "") for name in KEY_VARIABLES.values()}
    services = open_services(settings, keys)
    hosts = ", ".join(service.host for service in services)
    warned: list[str] = []

    def warn() -> None:
        if not warned:
            warned.append(hosts)
            say(_("addresses leave this machine now: they are sent to {hosts}").format(hosts=hosts))

    return [_asking(service, settings.town, kept, refusals, warn) for service in services]


def _asking(
    service: OnlineService,
    town: str,
    kept: AnswerFile,
    refusals: Refusals,
    warn: Callable[[], None],
) -> Ask:
    """Ask a service only what nobody asked before; after a refusal not again in this run."""
    refused = False

    def ask(address: Address) -> Sequence[GeocodeMatch]:
        nonlocal refused
        text = sent_text(address, town)
        known = kept.get(service.name, text)
        if known is not None or not text:
            return known or ()
        if refused:
            refusals.unasked.add(address.text)
            return ()
        warn()
        try:
            found = service.ask(text)
        except TravelError as error:
            refused = not isinstance(error, RefusedQueryError)
            if str(error) not in refusals.told:
                refusals.told.append(str(error))
            refusals.unasked.add(address.text)
            return ()
        kept.keep(service.name, text, found)
        return found

    return ask
