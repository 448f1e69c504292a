"""What every part of the web needs of HTTP: context, errors, limits, language, headers."""
