"""Tables that are downloaded as spreadsheets."""
