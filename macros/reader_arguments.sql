{% macro reader_arguments(location, options) %}
    {%- set arguments = [sql_literal(location)] -%}
    {%- for option, value in options.items() -%}
        {%- do arguments.append(option ~ ' = ' ~ sql_literal(value)) -%}
    {%- endfor -%}
    {{ return(arguments | join(', ')) }}
{% endmacro %}
