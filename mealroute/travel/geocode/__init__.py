"""Find out where an address is: gazetteer, then the extract, then services, nothing dropped.

`Chain` in `mealroute.travel.geocode.chain` asks one source after the other; each is imported from
its own module, as the extract takes osmium along and the services geopy.
"""
