{#- Without a window nothing is said, and the engine sums what is summed already once. -#}
{% macro in_rfm_window(age_days) -%}
    {%- if setting('rfm_window_days') is not none -%}
        {{ age_days }} < {{ setting('rfm_window_days') }}
    {%- endif -%}
{%- endmacro %}
