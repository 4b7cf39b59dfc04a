{% macro script(this, kwargs) %}
var {{ this.get_name() }} = mealroute.{{ this.part }}({{ this._parent.get_name() }});
{% endmacro %}
