"""What views about waves take out of an address, and what somebody had typed before their session ended."""

from django.http import Http404

from pulih.queries.programmes import CycleFacts, WaveFacts


def cycle_in(wave: WaveFacts, programme: str) -> CycleFacts:
    """The cycle of a programme; a page that is not there otherwise."""
    found = next((one for one in wave.cycles if one.programme == programme), None)
    if found is None:
        raise Http404
    return found
