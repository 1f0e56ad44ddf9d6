{% macro duckdb__get_incremental_append_sql(arguments) -%}
    {%- for query in in_passes('select * from ' ~ arguments.temp_relation) %}
    insert into {{ arguments.target_relation }} by name ({{ query }});
    {%- endfor %}
{%- endmacro %}
