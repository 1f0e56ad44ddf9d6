{% macro files_at(location) %}
    {%- set files = run_query(
        'select file from glob(' ~ sql_literal(location) ~ ') order by file'
    ) -%}
    {{ return(files.columns[0].values() | list) }}
{% endmacro %}
