palette-title = Search
palette-label = What are you looking for?
palette-hint = > places and new things · # numbers · @ customers
palette-submit = Search
palette-places = Go to
palette-actions = Make
palette-nothing = Nothing found. Try fewer letters, or a number.
