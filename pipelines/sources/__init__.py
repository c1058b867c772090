"""Where events come from, one source a file, found by its name.

May import: `pipelines.event`, `pipelines.fields`, `pipelines.casework`, the city pack, libraries of
the field. May not: the store or the engine; a source hands its events over and is told what became
of them.
"""
