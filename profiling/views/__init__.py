"""The pages of profiling: good examples, key messages, information on the city, and the page that is open to all."""
