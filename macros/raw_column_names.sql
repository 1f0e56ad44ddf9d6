{% macro raw_column_names(input_name) %}
    {%- set rows = raw(input_name) -%}
    {{ return(get_columns_in_query('select * from ' ~ rows)) }}
{% endmacro %}
