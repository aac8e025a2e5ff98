"""Meeting notes by Google Meet, Fathom, tl;dv and Zoom, which cite times in the recording."""

from typing import Final

from rareinsight._formats.producers.answer import ANSWER
from rareinsight.format import Heading

MEET: Final = ("Invited {text}", "Attachments {text}", "Meeting records {text}", "*{text}Gemini{text}*")
ASKED: Final = ("You should review {text}", "*{text}survey{text}*", "Please provide feedback {text}")
ZOOM: Final = ("** click to expand detailed summary**", "AI-generated content may be inaccurate {text}")

FORMAT: Final = ANSWER.evolve(
    name="meeting-notes",
    headings=[Heading(["Summary", "Details", "Decisions", "Next steps", "Suggested next steps"])],
    citations=["([{key}](?tab={url}))", "[{key}](/app/meetings/{url})", "({key:0})"],
    titles=["## {text}", "# {text}", "**Meeting summary for {text}**", "Meeting summary for {text}"],
    ends_at=["# 📖 Transcript", "📖 Transcript", "## Transcript"],
    boilerplate=[*MEET, *ASKED, *ZOOM, "<metadata>{lines}</metadata>"],
    source_lines=["{date}"],
    signs=["fathom.video/share", "Gemini's notes", "/app/meetings/", "AI-generated content may be", "(00:", "([00:"],
)
