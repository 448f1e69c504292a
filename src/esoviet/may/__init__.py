"""What a member can do now, about what, and until when: asked of the rules, and no rule itself."""
