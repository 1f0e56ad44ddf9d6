{% macro check_columns(expression, columns, source) %}
    {%- set at, text, join_name = expression.at, expression.text, expression.join_name -%}
    {%- set parts = parts_of(expression.tree.statements[0].node.select_list) -%}
    {%- set there = columns[join_name] | map('lower') | list -%}
    {%- set parameters = [] -%}
    {%- for part in parts if part.get('class') == 'LAMBDA' -%}
        {%- do parameters.extend(
            parts_of(part.lhs) | map(attribute='column_names') | select | map('first') | map('lower')
        ) -%}
    {%- endfor -%}
    {%- for part in parts if part.get('class') == 'COLUMN_REF' -%}
        {%- set names = part.column_names -%}
        {%- set joined = columns.get(names[0]) if not join_name and names | length > 1 -%}
        {%- if joined and names[1] | lower not in joined | map('lower') -%}
            {{ exceptions.raise_compiler_error(
                at ~ " is " ~ text ~ ": " ~ names[0] ~ " has no column " ~ names[1]
                ~ ". It has: " ~ joined | join(', ') ~ "."
            ) }}
        {%- elif names[0] | lower not in there + parameters and text | lower in there -%}
            {{ exceptions.raise_compiler_error(
                at ~ " is " ~ text ~ ", which is a column of " ~ source ~ " and has signs in "
                ~ "its name: write it in double quotes, '" ~ '"' ~ text ~ '"' ~ "'."
            ) }}
        {%- elif names[0] | lower not in there + parameters -%}
            {{ exceptions.raise_compiler_error(
                at ~ " is " ~ text ~ ", but " ~ source ~ " does not have " ~ names[0]
                ~ ". It has: " ~ columns[join_name] | join(', ') ~ "."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
