{% macro script(this, kwargs) %}
mealroute.{{ this.part }}({{ this.spoken() }});
{% endmacro %}
