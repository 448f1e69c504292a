"""The browser's modules in a real browser. A package, so that its browser closes with it."""
