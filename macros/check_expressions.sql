{% macro check_expressions(input_name) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set joins = input.get('joins') or {} -%}
    {%- set expressions = expressions_of(input_name) -%}
    {%- set texts = expressions | map(attribute='text') | list -%}
    {%- set trees = parsed_expressions(['null'] + texts) if texts else [] -%}
    {%- for tree in trees[1:] -%}
        {%- do expressions[loop.index0].update({'tree': tree}) -%}
        {%- do check_expression(expressions[loop.index0], trees[0]) -%}
    {%- endfor -%}
    {%- set own = get_columns_in_query('select * from ' ~ rows_of(input_name, input)) if joins else [] -%}
    {%- for name in joins if name | lower in own | map('lower') -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ input_name ~ ".joins." ~ name ~ ": " ~ (input.get('relation') or input.location)
            ~ " has a column " ~ name ~ " of its own. Give the join another name."
        ) }}
    {%- endfor -%}
    {%- set columns = {} -%}
    {#- Those of the joins first: without one of them the input itself can't be read. -#}
    {%- for join_name in (joins.keys() | list + [none] if trees else []) -%}
        {%- set source = joins[join_name] if join_name else input -%}
        {%- set rows = rows_of(input_name ~ '.joins.' ~ join_name, source) if join_name else raw(input_name) -%}
        {%- do columns.update({join_name: get_columns_in_query('select * from ' ~ rows)}) -%}
        {%- for expression in expressions if expression.join_name == join_name -%}
            {%- do check_columns(
                expression, columns, source.get('relation') or source.location
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
