"""Folium maps and volunteer pages that open without a network."""
