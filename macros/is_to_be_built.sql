{% macro is_to_be_built(as_of_date) %}
    {{ return(is_one_of(as_of_date, dates_to_build())) }}
{% endmacro %}
