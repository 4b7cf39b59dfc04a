"""Say the steps of a way for people, one whole sentence each, in the language in use."""

import unicodedata
from collections.abc import Sequence

from mealroute.domain import Compass, Manoeuvre, Side, Step, WayKind
from mealroute.language import gettext as _


def step_sentences(steps: Sequence[Step]) -> tuple[str, ...]:
    """Say all steps of a leg.

    Examples
    --------
    >>> from mealroute.domain import Coordinates
    >>> door = Coordinates(47.14, 9.52)
    >>> depart = Step(manoeuvre=Manoeuvre.DEPART, way=WayKind.STREET, name="Landstrasse",
    ...     metres=87.2, seconds=73, start=door, compass=Compass.NORTH_EAST)
    >>> right = Step(manoeuvre=Manoeuvre.RIGHT, way=WayKind.FOOTPATH, metres=118.0, seconds=98,
    ...     start=door)
    >>> for sentence in step_sentences([depart, right]):
    ...     print(sentence)
    Go north-east along Landstrasse, 90 m
    Turn right onto the footpath, 120 m
    """
    befores = ["", *("" if one.manoeuvre is Manoeuvre.LEAVE else one.name for one in steps)]
    return tuple(_sentence(step, before) for step, before in zip(steps, befores, strict=False))


def distance_word(metres: float) -> str:
    """Tell a length as one walks it: to ten metres, in kilometres from one kilometre on.

    Examples
    --------
    >>> [distance_word(metres) for metres in (3.2, 5.0, 118.0, 994.9, 995.0, 1250.1)]
    ['a few metres', '10 m', '120 m', '990 m', '1.0 km', '1.3 km']
    """
    tens = int(metres / 10 + 0.5) * 10
    if tens == 0:
        return _("a few metres")
    if tens < 1000:
        return _("{n} m").format(n=tens)
    return _("{n} km").format(n=f"{max(metres, 1000.0) / 1000:.1f}")


def _sentence(step: Step, before: str) -> str:
    """Say one step; ``before`` is the name of the street one comes along."""
    if step.manoeuvre is Manoeuvre.ARRIVE:
        return _arrival(step)
    distance = distance_word(step.metres)
    if step.manoeuvre in {Manoeuvre.LEAVE, Manoeuvre.DEPART}:
        return _departure(step).format(
            compass=_compass(step.compass), way=_way(step), distance=distance
        )
    straight = step.manoeuvre is Manoeuvre.STRAIGHT
    if straight and step.way.is_landmark:
        return _landmark(step.way).format(distance=distance)
    if not step.name or step.way.is_steps:
        sentence = _onto(step.manoeuvre)
    elif step.name == before and step.exit_number is None:
        sentence = _staying(step.manoeuvre)
    else:
        sentence = _into(step.manoeuvre)
    return sentence.format(way=_way(step), distance=distance, exit=step.exit_number)


def _departure(step: Step) -> str:
    if step.manoeuvre is Manoeuvre.LEAVE:
        return _("From the door go {compass} to {way}, {distance}")
    return _("Go {compass} along {way}, {distance}")


def _into(manoeuvre: Manoeuvre) -> str:
    """Give the sentence for a street with a name."""
    return {
        Manoeuvre.STRAIGHT: _("Go straight on into {way}, {distance}"),
        Manoeuvre.SLIGHT_LEFT: _("Turn slightly left into {way}, {distance}"),
        Manoeuvre.LEFT: _("Turn left into {way}, {distance}"),
        Manoeuvre.SHARP_LEFT: _("Turn sharp left into {way}, {distance}"),
        Manoeuvre.SLIGHT_RIGHT: _("Turn slightly right into {way}, {distance}"),
        Manoeuvre.RIGHT: _("Turn right into {way}, {distance}"),
        Manoeuvre.SHARP_RIGHT: _("Turn sharp right into {way}, {distance}"),
        Manoeuvre.UTURN: _("Turn round into {way}, {distance}"),
        Manoeuvre.ROUNDABOUT: _("At the roundabout take exit {exit} into {way}, {distance}"),
    }[manoeuvre]


def _onto(manoeuvre: Manoeuvre) -> str:
    """Give the sentence for a way that is called by its kind."""
    return {
        Manoeuvre.STRAIGHT: _("Go straight on along {way}, {distance}"),
        Manoeuvre.SLIGHT_LEFT: _("Turn slightly left onto {way}, {distance}"),
        Manoeuvre.LEFT: _("Turn left onto {way}, {distance}"),
        Manoeuvre.SHARP_LEFT: _("Turn sharp left onto {way}, {distance}"),
        Manoeuvre.SLIGHT_RIGHT: _("Turn slightly right onto {way}, {distance}"),
        Manoeuvre.RIGHT: _("Turn right onto {way}, {distance}"),
        Manoeuvre.SHARP_RIGHT: _("Turn sharp right onto {way}, {distance}"),
        Manoeuvre.UTURN: _("Turn round onto {way}, {distance}"),
        Manoeuvre.ROUNDABOUT: _("At the roundabout take exit {exit} onto {way}, {distance}"),
    }[manoeuvre]


def _staying(manoeuvre: Manoeuvre) -> str:
    """Give the sentence for a turn of the street one is on."""
    return {
        Manoeuvre.STRAIGHT: _("Go straight on along {way}, {distance}"),
        Manoeuvre.SLIGHT_LEFT: _("Turn slightly left and stay on {way}, {distance}"),
        Manoeuvre.LEFT: _("Turn left and stay on {way}, {distance}"),
        Manoeuvre.SHARP_LEFT: _("Turn sharp left and stay on {way}, {distance}"),
        Manoeuvre.SLIGHT_RIGHT: _("Turn slightly right and stay on {way}, {distance}"),
        Manoeuvre.RIGHT: _("Turn right and stay on {way}, {distance}"),
        Manoeuvre.SHARP_RIGHT: _("Turn sharp right and stay on {way}, {distance}"),
        Manoeuvre.UTURN: _("Turn round and go back along {way}, {distance}"),
    }[manoeuvre]


def _landmark(way: WayKind) -> str:
    """Give the sentence for going straight on into what one knows by sight."""
    return {
        WayKind.STEPS: _("Go straight on and take the steps, {distance}"),
        WayKind.STEPS_UP: _("Go straight on and up the steps, {distance}"),
        WayKind.STEPS_DOWN: _("Go straight on and down the steps, {distance}"),
        WayKind.CROSSING: _("Go straight on over the crossing, {distance}"),
        WayKind.BRIDGE: _("Go straight on over the bridge, {distance}"),
        WayKind.UNDERPASS: _("Go straight on through the underpass, {distance}"),
    }[way]


def _arrival(step: Step) -> str:
    distance = distance_word(step.metres)
    if step.compass is not None:
        return _("The door is to the {compass}, {distance}").format(
            compass=_compass(step.compass), distance=distance
        )
    if step.side is None:
        return _("You are at the door")
    if step.metres < 5:
        near = {
            Side.LEFT: _("The door is on the left"),
            Side.RIGHT: _("The door is on the right"),
            Side.AHEAD: _("The door is straight ahead"),
        }
        return near[step.side]
    far = {
        Side.LEFT: _("The door is on the left, {distance} from the street"),
        Side.RIGHT: _("The door is on the right, {distance} from the street"),
        Side.AHEAD: _("The door is straight ahead, {distance} on"),
    }
    return far[step.side].format(distance=distance)


def _way(step: Step) -> str:
    """Name a way: by its name, or by what it looks like."""
    if step.name and not step.way.is_steps:
        return _isolated(step.name)
    return {
        WayKind.STREET: _("the street"),
        WayKind.YARD_ROAD: _("the yard road"),
        WayKind.TRACK: _("the track"),
        WayKind.PEDESTRIAN: _("the pedestrian street"),
        WayKind.FOOTPATH: _("the footpath"),
        WayKind.PAVEMENT: _("the pavement"),
        WayKind.PATH: _("the path"),
        WayKind.CYCLE_PATH: _("the cycle path"),
        WayKind.STEPS: _("the steps"),
        WayKind.STEPS_UP: _("the steps up"),
        WayKind.STEPS_DOWN: _("the steps down"),
        WayKind.CROSSING: _("the crossing"),
        WayKind.BRIDGE: _("the bridge"),
        WayKind.UNDERPASS: _("the underpass"),
    }[step.way]


def _compass(compass: Compass | None) -> str:
    names = {
        Compass.NORTH: _("north"),
        Compass.NORTH_EAST: _("north-east"),
        Compass.EAST: _("east"),
        Compass.SOUTH_EAST: _("south-east"),
        Compass.SOUTH: _("south"),
        Compass.SOUTH_WEST: _("south-west"),
        Compass.WEST: _("west"),
        Compass.NORTH_WEST: _("north-west"),
    }
    return "" if compass is None else names[compass]


def _isolated(name: str) -> str:
    """Keep a name that is written from the right from pulling the figures around it along.

    Control characters of a hostile name are left out; isolates (U+2068, U+2069) as in Unicode's
    UAX 9.
    """
    clean = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf"})
    if any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in clean):
        return f"\u2068{clean}\u2069"
    return clean
