{% macro raw_column(input_name, column, required=false) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set mapping = dict(input.get('columns') or {}) -%}
    {%- if input_name == 'orders' and order_columns() -%}
        {%- do mapping.update(input.order_columns) -%}
    {%- endif -%}
    {%- set expression = (mapping.get(column, column) | string).strip() -%}
    {#- The sample shop has all columns; while parsing there is nothing to look up. -#}
    {%- if not execute or not input -%}
        {#- A model that uses a column of another is built after it. -#}
        {%- do raw(input_name) if input -%}
        {{ return(expression if input or not var('inputs') else unknown_text()) }}
    {%- endif -%}
    {%- set there = get_columns_in_query('select * from ' ~ raw(input_name)) -%}
    {%- set is_plain_name = modules.re.fullmatch('[A-Za-z_][A-Za-z0-9_]*', expression) -%}
    {%- if not is_plain_name or expression | lower in there | map('lower') -%}
        {{ return(expression) }}
    {%- elif column in mapping and expression | lower not in ['null', 'true', 'false'] -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ input_name ~ ".columns." ~ column ~ " is " ~ expression
            ~ ", which " ~ origin_of(input) ~ " does not have. It has: "
            ~ there | join(', ') ~ "."
        ) }}
    {%- elif required -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ input_name ~ ": " ~ origin_of(input)
            ~ " has no column " ~ column ~ ", which is required. Say under inputs."
            ~ input_name ~ ".columns." ~ column ~ " which column or expression it is. "
            ~ "There are: " ~ there | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {{ return(unknown_text()) }}
{% endmacro %}

{% macro left_out(input_name) -%}
    {%- set condition = mapping_of(input_name).get('leave_out') -%}
    {{ 'coalesce(' ~ condition ~ ', false)' if condition else 'false' }}
{%- endmacro %}
