"""A publisher's own stylesheets as a second opinion beside the hub's rules: never the verdict."""
