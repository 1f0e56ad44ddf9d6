{% macro raw(name) %}
    {%- set inputs = var('inputs') or {} -%}
    {%- set input = mapping_of(name) -%}
    {%- if name in inputs -%}
        {%- set joined = [rows_of(name, input)] -%}
        {%- for join_name, join in (input.get('joins') or {}).items() -%}
            {%- do joined.append(
                join_rows(joined[-1], name ~ '.joins.' ~ join_name, join_name, join)
            ) -%}
        {%- endfor -%}
        {{ return(joined[-1]) }}
    {%- elif inputs.get('orders') -%}
        {{ return('(select 1 as no_rows where false)') }}
    {%- elif inputs -%}
        {{ exceptions.raise_compiler_error(
            "inputs names " ~ inputs | join(', ') ~ " but not orders: give inputs.orders "
            ~ "a relation or a location."
        ) }}
    {%- endif -%}
    {{ return(ref('sample_' ~ name)) }}
{% endmacro %}
