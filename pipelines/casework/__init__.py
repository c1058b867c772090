"""The loop as pure functions: (case, act, actor, city) → events or a refusal; working time.

May import: `pipelines.event`, `pipelines.fields`, the city pack, libraries of the field.
May not: the store, the engine, or anything that waits or writes.
"""
