"""Folium maps and volunteer pages that open without a network."""

from mealroute.maps.files import map_files, volunteer_files
from mealroute.maps.plan_map import plan_map
from mealroute.maps.volunteer_page import volunteer_page

__all__ = ["map_files", "plan_map", "volunteer_files", "volunteer_page"]
