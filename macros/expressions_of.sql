{% macro expressions_of(input_name) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set place = 'inputs.' ~ input_name -%}
    {%- set expressions = [] -%}
    {%- for part in ['columns', 'order_columns'] -%}
        {%- for column, text in (input.get(part) or {}).items() -%}
            {%- do expressions.append({'at': place ~ '.' ~ part ~ '.' ~ column, 'text': text}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if input.get('leave_out') -%}
        {%- do expressions.append({'at': place ~ '.leave_out', 'text': input.leave_out}) -%}
    {%- endif -%}
    {%- for name, join in (input.get('joins') or {}).items() -%}
        {%- set at = place ~ '.joins.' ~ name ~ '.on' -%}
        {%- for ours, theirs in keys_of_join(join).items() -%}
            {%- do expressions.append({'at': at, 'text': ours}) -%}
            {%- do expressions.append({'at': at, 'text': theirs, 'join_name': name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for expression in expressions -%}
        {%- if expression.text is boolean or expression.text is none -%}
            {{ exceptions.raise_compiler_error(
                expression.at ~ " is " ~ expression.text ~ ": put it in quotes, for YAML reads "
                ~ "no, yes, on and off as true or false, and null as nothing."
            ) }}
        {%- endif -%}
        {%- do expression.update(
            {'text': expression.text | string, 'join_name': expression.get('join_name')}
        ) -%}
    {%- endfor -%}
    {{ return(expressions) }}
{% endmacro %}
