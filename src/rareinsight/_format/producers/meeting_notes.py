"""Notes of meetings by Google Meet, Fathom, tl;dv and Zoom: what they cite are moments of the recording."""

from typing import Final

from rareinsight._format.producers._answer import ANSWER

FORMAT: Final = ANSWER.evolve(
    name="meeting-notes",
    citations=["([{key}](?tab={url}))", "[{key}](/app/meetings/{url})", "({key:0})"],
    titles=["## {text}", "# {text}", "**Meeting summary for {text}**", "Meeting summary for {text}"],
    ends_at=["# 📖 Transcript", "📖 Transcript"],
    boilerplate=[
        "Invited {text}",
        "Attachments {text}",
        "Meeting records {text}",
        "*You should review {text}",
        "*Please provide feedback {text}",
        "*How is the quality of {text}",
        "<metadata>{lines}</metadata>",
        "** click to expand detailed summary**",
        "AI-generated content may be inaccurate {text}",
    ],
    source_lines=["{date}"],
    signs=["fathom.video/share", "Gemini's notes", "/app/meetings/", "AI-generated content may be", "(00:", "([00:"],
)
