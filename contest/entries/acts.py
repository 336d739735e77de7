"""What the ledger's acts on entries, and their states, are called at a desk."""

from __future__ import annotations

from contest.core.text import N_
from contest.entries.states import LABELS, EntryState

WORDS = {
    "entry:start": N_("Began the entry"),
    "entry:photo": N_("Chose a photo"),
    "entry:turn photo": N_("Turned the photo"),
    "entry:process photo": N_("Added a photo of the work in progress"),
    "entry:remove process photo": N_("Removed a photo of the work in progress"),
    "entry:frame photo": N_("Turned or trimmed the picture"),
    "entry:cover": N_("Covered a part of the picture"),
    "entry:uncover": N_("Uncovered a part of the picture"),
    "entry:save painting": N_("Changed what is said about the painting"),
    "entry:save person": N_("Changed the personal details"),
    "entry:save place": N_("Changed school or region"),
    "entry:save guardian": N_("Changed how the guardian is asked"),
    "entry:submit": N_("Sent the work"),
    "entry:take back": N_("Took the work back to change it"),
    "entry:withdraw": N_("The work left the contest"),
    "entry:withdraw on request": N_("Withdrew the work on request"),
    "entry:endorse": N_("Endorsed the work"),
    "entry:endorse on behalf": N_("Endorsed the work on behalf of the government"),
    "entry:hold back": N_("Put the work on the reserve list"),
    "entry:return": N_("Returned the work to be mended"),
    "entry:accept": N_("Accepted the work"),
    "entry:disqualify": N_("Disqualified the work"),
    "entry:restore": N_("Restored the work"),
    "entry:take down": N_("Took the published work down"),
    "entry:put back": N_("Put the published work back"),
    "entry:for judges": N_("Changed what judges read of the work"),
    "entry:describe": N_("Described the picture in neutral words"),
    "entry:take late": N_("Took the entry in after closing"),
    "entry:download original": N_("Downloaded the original photo"),
    "consent:ask": N_("Asked the guardian"),
    "consent:wish": N_("Said what they would like"),
    "consent:answer": N_("Answered the questions about permissions"),
    "consent:record paper": N_("Recorded a signed paper"),
    "consent:withdraw": N_("Withdrew permissions"),
    "consent:send form": N_("Sent a photo of the signed form"),
    "consent:refuse form": N_("Could not use the signed form"),
    "student:check": N_("Checked who the student is"),
    "consent:outdated": N_("Permissions ended, for picture or name were changed"),
    "student:new code": N_("Made a new resume code"),
    "student:code mailed": N_("Had the own resume code mailed"),
}

# As its painter reads them, except where that speaks to the painter.
STATES: dict[EntryState, str] = {**LABELS[EntryState], EntryState.RETURNED: N_("Returned")}
