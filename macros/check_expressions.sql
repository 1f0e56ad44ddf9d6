{% macro check_expressions(input_name) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set place = 'inputs.' ~ input_name -%}
    {%- set found = [] -%}
    {%- for part in ['columns', 'order_columns'] -%}
        {%- for column, text in (input.get(part) or {}).items() -%}
            {%- do found.append((place ~ '.' ~ part ~ '.' ~ column, text | string, none)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if input.get('leave_out') -%}
        {%- do found.append((place ~ '.leave_out', input.leave_out | string, none)) -%}
    {%- endif -%}
    {%- for name, join in (input.get('joins') or {}).items() -%}
        {%- for ours, theirs in keys_of_join(join).items() -%}
            {%- do found.append((place ~ '.joins.' ~ name ~ '.on', ours | string, none)) -%}
            {%- do found.append((place ~ '.joins.' ~ name ~ '.on', theirs | string, name)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set trees = parsed_expressions(['null'] + found | map(attribute=1) | list) -%}
    {%- set columns = {} -%}
    {%- for tree in trees[1:] -%}
        {%- set at, text, join_name = found[loop.index0] -%}
        {%- do check_expression(at, text, tree, trees[0]) -%}
    {%- endfor -%}
    {%- if trees and found -%}
        {%- do columns.update({none: raw_column_names(input_name)}) -%}
        {%- for name, join in (input.get('joins') or {}).items() -%}
            {%- set rows = rows_of(input_name ~ '.joins.' ~ name, join) -%}
            {%- do columns.update({name: get_columns_in_query('select * from ' ~ rows)}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for tree in trees[1:] -%}
        {%- set at, text, join_name = found[loop.index0] -%}
        {%- set source = input.joins[join_name] if join_name else input -%}
        {%- do check_columns(
            at, text, tree, columns, join_name, source.get('relation') or source.location
        ) -%}
    {%- endfor -%}
{% endmacro %}
