"""The API's door: who may enter, how requests are read, keys, versions, pages of a list, its description."""
