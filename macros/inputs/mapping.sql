{% macro mapping_of(input_name) %}
    {%- set inputs = var('inputs') or {} -%}
    {%- set input = (inputs.get(input_name) or {}) if inputs is mapping else none -%}
    {%- if input is not mapping -%}
        {{ exceptions.raise_compiler_error(
            ("inputs." ~ input_name ~ " is " ~ input if inputs is mapping else "inputs is " ~ inputs)
            ~ ": it must be a mapping, such as inputs: {orders: {location: orders.csv}}."
        ) }}
    {%- endif -%}
    {{ return(input) }}
{% endmacro %}

{% macro mapped_names(place) %}
    {%- set input_name = place.split('.')[0] -%}
    {%- set input = mapping_of(input_name) -%}
    {%- set texts = [input.get('leave_out') or ''] -%}
    {%- for part in ['columns', 'order_columns'] -%}
        {%- do texts.extend((input.get(part) or {}).values()) -%}
    {%- endfor -%}
    {%- for join in (input.get('joins') or {}).values() -%}
        {%- do texts.extend(keys_of_join(join).keys()) -%}
        {%- do texts.extend(keys_of_join(join).values()) -%}
    {%- endfor -%}
    {%- set names = [] if '.' in place else mapping_words().columns[input_name] | list -%}
    {%- for text in texts -%}
        {%- set code = modules.re.sub("'[^']*'", ' ', text | string) -%}
        {%- for quoted, plain in modules.re.findall('"((?:[^"]|"")+)"|([^\\W\\d]\\w*)', code) -%}
            {%- do names.append((quoted | replace('""', '"') if quoted else plain) | lower) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(names | unique | list) }}
{% endmacro %}

{% macro order_grain() %}
    {%- set grain = mapping_of('orders').get('grain', 'order') -%}
    {%- if grain not in ['order', 'line'] -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders.grain is '" ~ grain ~ "'; it must be order (a row is an order) "
            ~ "or line (the rows of one order_id are summed)."
        ) }}
    {%- endif -%}
    {{ return(grain) }}
{% endmacro %}

{% macro status_level() %}
    {%- set input = mapping_of('orders') -%}
    {%- set level = input.get('status_level', 'order') -%}
    {%- if level not in ['order', 'line'] -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders.status_level is '" ~ level ~ "'; it must be order (all lines of "
            ~ "an order have one status) or line (each line has its own)."
        ) }}
    {%- endif -%}
    {{ return(level) }}
{% endmacro %}

{% macro order_columns() %}
    {%- set input = mapping_of('orders') -%}
    {%- set columns = input.get('order_columns') or {} -%}
    {%- if columns and order_grain() == 'order' -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders.order_columns are for grain: line; where a row is an order, "
            ~ "all of its columns stand under columns."
        ) }}
    {%- endif -%}
    {%- for column in columns if column in (input.get('columns') or {}) -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders has " ~ column ~ " under columns and under order_columns: keep "
            ~ "it under order_columns if it is of the whole order, else under columns."
        ) }}
    {%- endfor -%}
    {{ return(columns.keys() | list) }}
{% endmacro %}

{#- The columns that the lines of one order share, and whether they must agree. -#}
{% macro order_level_columns() %}
    {%- if order_grain() == 'order' -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set columns = {
        'customer_id': true, 'store_id': true, 'currency': true, 'channel': false
    } -%}
    {%- if status_level() == 'order' -%}
        {#- The reversal date goes with the status; each line may have its own. -#}
        {%- do columns.update({'order_status': true, 'refunded_at': false}) -%}
    {%- endif -%}
    {%- for column in order_columns() -%}
        {%- do columns.update({column: true}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
