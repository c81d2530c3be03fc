"""Step 3, events: frames, the mentions that they find, amounts, give and take."""
