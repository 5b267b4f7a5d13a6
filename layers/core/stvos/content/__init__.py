"""What a brand offers to watch: classes, categories, trainers, live classes, favourites."""
