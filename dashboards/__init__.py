"""Everything that is seen or spoken over HTTP: pages, panels, frames, the API.

May import: `pipelines`, dash, flask, plotly, folium, socketio.
May not: duckdb, nor hold SQL; what it wants to know it asks of `pipelines`.
"""
