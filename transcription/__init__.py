"""From sound to checked text: chunks, segments, captions, corrections."""
