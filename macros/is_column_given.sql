{#- A column that is there, though it is empty, says that there was nothing. -#}
{% macro is_column_given(input_name, column) %}
    {{ return(raw_column(input_name, column) != unknown_text()) }}
{% endmacro %}

{% macro unknown_text() -%}
    cast(null as {{ dbt.type_string() }})
{%- endmacro %}
