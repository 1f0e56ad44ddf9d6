{% macro check_mapping(input_name) %}
    {%- set input = mapping_of(input_name) -%}
    {%- set words = mapping_words() -%}
    {%- set place = 'inputs.' ~ input_name -%}
    {%- do check_keys('inputs', var('inputs') or {}, words.columns) -%}
    {%- do check_keys(
        place, input, words.input_keys + (words.orders_keys if input_name == 'orders' else [])
    ) -%}
    {%- do check_source(place, input) if input_name in (var('inputs') or {}) -%}
    {%- do check_keys(place ~ '.columns', input.get('columns'), words.columns[input_name]) -%}
    {%- do check_keys(place ~ '.order_columns', input.get('order_columns'), words.order_columns) -%}
    {%- do check_keys(place ~ '.joins', input.get('joins')) -%}
    {%- if input_name == 'orders' -%}
        {#- Each stops at what it can't be. -#}
        {%- do [order_grain(), status_level(), order_columns()] -%}
    {%- endif -%}
    {%- for name, join in (input.get('joins') or {}).items() -%}
        {%- set join_place = place ~ '.joins.' ~ name -%}
        {%- do check_keys(join_place, join, words.join_keys + [true]) -%}
        {%- do check_source(join_place, join) -%}
        {%- do check_keys(join_place ~ '.on', keys_of_join(join)) -%}
        {%- if not keys_of_join(join) or not modules.re.fullmatch('[A-Za-z_][A-Za-z0-9_]*', name | string) -%}
            {{ exceptions.raise_compiler_error(
                join_place ~ " needs a name of letters, digits and _, and on: which of our "
                ~ "columns is equal to which of its own, such as on: {ProductKey: ProductKey}."
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if execute and input -%}
        {%- do check_expressions(input_name) -%}
    {%- endif -%}
{% endmacro %}
