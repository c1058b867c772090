"""Everything that is true about the city: events, log, engine, numbers, the loop.

May import: the standard library and libraries of the field; duckdb in `store.py` alone.
May not: `dashboards`, nor dash, flask, plotly, folium, socketio; nor ask the machine for the time,
except in `clock.py`.
"""
