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
